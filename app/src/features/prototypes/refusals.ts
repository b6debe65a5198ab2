import { defineRefusals } from '../../platform/errors.ts'
import { messages } from './messages.ts'

/** Everything this feature refuses, with its words. */
export const refuse = defineRefusals(messages, {
  version_not_ready: { status: 409, message: 'refused.version-not-ready' },
  version_shown_already: { status: 409, message: 'refused.version-shown-already' },
  version_not_shown: { status: 409, message: 'refused.version-not-shown' },
  too_many_comments: { status: 409, message: 'refused.too-many-comments' },
  key_missing: { status: 409, message: 'refused.key-missing' },
  not_on_this_version: { status: 409, message: 'refused.not-on-this-version' },
  only_readers_decide: { status: 403, message: 'refused.only-readers-decide' },
})
