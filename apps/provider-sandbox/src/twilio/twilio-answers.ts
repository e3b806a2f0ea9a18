import { type ProviderAnswer, type ProviderDialect, jsonAnswer } from '../submissions/provider-answer.js';

/** Twilio's error codes that are told in an answer. https://www.twilio.com/docs/api/errors */
export const TWILIO_ERRORS = {
  20003: { status: 401, message: 'Authenticate' },
  20404: { status: 404, message: 'The requested resource was not found' },
  20429: { status: 429, message: 'Too Many Requests' },
  20500: { status: 500, message: 'An internal server error has occurred' },
  20503: { status: 503, message: 'Service is temporarily unavailable' },
  21211: { status: 400, message: "Invalid 'To' Phone Number" },
  21212: { status: 400, message: "Invalid 'From' Phone Number" },
  21408: { status: 400, message: "Permission to send an SMS has not been enabled for the region of the 'To' number" },
  21602: { status: 400, message: 'Message body is required.' },
  21603: { status: 400, message: "A 'From' phone number is required." },
  21604: { status: 400, message: "A 'To' phone number is required." },
  21608: {
    status: 400,
    message: 'The number is unverified. Trial accounts cannot send messages to unverified numbers',
  },
  21609: { status: 400, message: "The 'StatusCallback' URL is not a valid URL." },
  21610: { status: 400, message: 'Attempt to send to unsubscribed recipient' },
  21611: { status: 400, message: "This 'From' number has exceeded the maximum number of queued messages" },
  21614: { status: 400, message: "'To' number is not a valid mobile number" },
  21617: { status: 400, message: 'The concatenated message body exceeds the 1600 character limit.' },
  21635: { status: 400, message: "'To' number cannot be a landline" },
  21701: { status: 400, message: 'The Messaging Service does not exist' },
  90007: { status: 400, message: 'Invalid validity period value' },
  90014: { status: 400, message: 'Validity Period should be positive integer' },
} as const satisfies Record<number, { status: number; message: string }>;

export type TwilioErrorCode = keyof typeof TWILIO_ERRORS;

export function refusal(code: TwilioErrorCode): ProviderAnswer {
  const { status, message } = TWILIO_ERRORS[code];
  return errorAnswer(status, code, message);
}

function errorAnswer(status: number, code: number, message: string): ProviderAnswer {
  const body = { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status };
  return jsonAnswer(status, body, `${code}: ${message}`);
}

const known = (code: number): { message: string } | undefined => TWILIO_ERRORS[code as TwilioErrorCode];
/** Twilio's code for an answer that has none of its own. */
const generalCode = (status: number) => 20_000 + status;

export const TWILIO: ProviderDialect = {
  provider: 'twilio',
  serverError: (status) =>
    errorAnswer(status, generalCode(status), known(generalCode(status))?.message ?? 'Internal Server Error'),
  // Twilio names no time after which to try again.
  rateLimited: () => refusal(20429),
  rejected: ({ status, code = generalCode(status), message }) =>
    errorAnswer(status, code, message ?? known(code)?.message ?? 'Bad Request'),
  limitHeaders: () => ({}),
};
