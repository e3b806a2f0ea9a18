/** Injection token: who the customer hears from, a `Brand`. */
export const BRAND = Symbol('brand');
