import { expect, it } from '@jest/globals';
import type { StreamNotification as ClientsNotification } from '../../../../libs/stream-client/src/index.js';
import type { StreamNotification } from './stream-events.js';

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

it('F8 what is sent is what the client for browsers says it is', () => {
  // The compiler decides: the client can import nothing of the service.
  const type: Same<StreamNotification['type'], ClientsNotification['type']> = true;
  const fields: Same<keyof StreamNotification, keyof ClientsNotification> = true;
  const isTaken: StreamNotification extends ClientsNotification ? true : false = true;
  expect([type, fields, isTaken]).toEqual([true, true, true]);
});
