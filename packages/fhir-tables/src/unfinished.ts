/** Where the rows of a file are written until all of them are there. */
export const unfinished = (file: string): string => `${file}.part`
