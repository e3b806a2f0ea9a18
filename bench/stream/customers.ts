export const customerId = (number: number): string => `bench-${number}`;

/** Of five devices, two belong to the same customer: what reaches one must reach the other. */
export const customersOf = (devices: number): number => Math.ceil(devices * 0.8);
