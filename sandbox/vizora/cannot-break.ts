/** Why something cannot be broken as it was asked for, for the person who asked. */
export class CannotBreak extends Error {}
