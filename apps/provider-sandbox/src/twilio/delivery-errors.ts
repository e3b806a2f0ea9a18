/** Twilio's words for why an accepted message did not arrive. https://www.twilio.com/docs/api/errors */
const DELIVERY_ERRORS: Readonly<Record<number, string>> = {
  30001: 'Queue overflow',
  30002: 'Account suspended',
  30003: 'Unreachable destination handset',
  30004: 'Message blocked',
  30005: 'Unknown destination handset',
  30006: 'Landline or unreachable carrier',
  30007: 'Message filtered',
  30008: 'Unknown error',
  30034: 'Message from an Unregistered Number',
};

export const deliveryErrorMessage = (code: number) => DELIVERY_ERRORS[code] ?? 'Unknown error';
