/** Rows of numbers, all of one length. */
export type Matrix = readonly (readonly number[])[]
