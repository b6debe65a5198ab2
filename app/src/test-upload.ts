import type { Browser, TestApp, TestNetwork } from './test-app.ts'

/** Sends a form with a file as a browser does; `name` and the type it claims are whatever they are. */
export async function sendUpload(
  { app }: TestApp,
  network: TestNetwork,
  browser: Browser,
  path: string,
  fields: Readonly<Record<string, string | Buffer>>,
  name = 'file.png',
): Promise<{ status: number; location: string | undefined; body: string }> {
  const boundary = 'a-boundary-of-the-tests'
  const parts = Object.entries(fields).map(([field, value]) =>
    Buffer.concat([
      Buffer.from(
        `--${boundary}\r\ncontent-disposition: form-data; name="${field}"${
          typeof value === 'string' ? '' : `; filename="${name}"\r\ncontent-type: image/png`
        }\r\n\r\n`,
      ),
      Buffer.from(value as string),
      Buffer.from('\r\n'),
    ]),
  )
  const reply = await app.server.inject({
    method: 'POST',
    url: path,
    headers: {
      host: network.host,
      accept: 'text/html',
      'sec-fetch-site': 'same-origin',
      'content-type': `multipart/form-data; boundary=${boundary}`,
      cookie: [...browser.cookies].map((pair) => pair.join('=')).join('; '),
    },
    payload: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]),
  })
  return { status: reply.statusCode, location: reply.headers.location, body: reply.body }
}
