import { required } from '#runtime';
import { z } from 'zod';

/** Who the customer is written to by. The postal address is a legal duty in every email, so it has no default. */
export const brandSettings = z
  .object({
    BRAND_NAME: required().meta({ description: 'who messages say they come from' }),
    POSTAL_ADDRESS: required().meta({ description: "the sender's postal address, in every email" }),
    SUPPORT_CONTACT: required().meta({ description: 'where messages say that help is: an address or a number' }),
  })
  .transform((env) => ({
    name: env.BRAND_NAME,
    postalAddress: env.POSTAL_ADDRESS,
    supportContact: env.SUPPORT_CONTACT,
  }));
