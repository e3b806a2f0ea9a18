/** Implements F7, N6. Codes, providers' ids and who did what by hand are for those who work here. */
export type Viewer = 'customer' | 'staff';
