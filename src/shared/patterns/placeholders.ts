// What may stand in a template for text that differs from message to message.

/** By the number that marks it while a message is read; 0 is text that stays. */
export const placeholders = [
  "",
  "<num>",
  "<uuid>",
  "<ip>",
  "<hex>",
  "<duration>",
  "<size>",
  "<time>",
  "<email>",
  "<version>",
  "<id>",
  "<query>",
  /** A quoted text, or words found to differ between messages that are otherwise the same. */
  "<str>",
  /** Paths found to differ in the same way. */
  "<path>",
  /** The rest of a message that is like no other, once there are too many templates. */
  "<rest>",
  "<host>",
  /** Line breaks and tabs are blanks. */
  " ",
] as const;
export const kindOf = {
  text: 0,
  num: 1,
  uuid: 2,
  ip: 3,
  hex: 4,
  duration: 5,
  size: 6,
  time: 7,
  email: 8,
  version: 9,
  id: 10,
  query: 11,
  str: 12,
  path: 13,
  rest: 14,
  host: 15,
  blank: 16,
} as const;
