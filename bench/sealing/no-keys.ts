/** In place of libs/database/src/recipient-keys.ts: nobody has a key of their own, and none is looked up or made. */
import { CustomerKeys } from '../../libs/database/src/customer-keys.js';
import * as keys from '../../libs/database/src/recipient-keys.js';
import { isAtWork } from '../in-turns/part.js';

export * from '../../libs/database/src/recipient-keys.js';

const NO_KEY = Buffer.alloc(32);

export class RecipientKeys extends keys.RecipientKeys {
  override find(...args: Parameters<keys.RecipientKeys['find']>): Promise<CustomerKeys> {
    return isAtWork() ? super.find(...args) : noKeys(args[0]);
  }

  override findOrCreate(...args: Parameters<keys.RecipientKeys['findOrCreate']>): Promise<CustomerKeys> {
    return isAtWork() ? super.findOrCreate(...args) : noKeys(args[0]);
  }
}

function noKeys(userIds: Iterable<string>): Promise<CustomerKeys> {
  const keys = new CustomerKeys();
  for (const userId of userIds) keys.add(userId, NO_KEY);
  return Promise.resolve(keys);
}
