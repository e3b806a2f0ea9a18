import type { NotificationType, OrderData } from '#contracts';

/** Data of one data set, by type. */
export type SampleData = { readonly [T in NotificationType]: OrderData<T> };
