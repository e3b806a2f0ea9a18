import { required } from '#runtime';
import { z } from 'zod';

/** Who the customer is written to by. The postal address is a legal duty in every email, so it has no default. */
export const brandSettings = z
  .object({
    BRAND_NAME: required(),
    POSTAL_ADDRESS: required(),
    SUPPORT_CONTACT: required(),
  })
  .transform((env) => ({
    name: env.BRAND_NAME,
    postalAddress: env.POSTAL_ADDRESS,
    supportContact: env.SUPPORT_CONTACT,
  }));
