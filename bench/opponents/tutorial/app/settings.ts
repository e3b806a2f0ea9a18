import { CHANNELS } from './channels.js';

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set.`);
  return value;
}

const wanted = required('BENCH_CHANNELS').split(',');
const prefix = process.env.TOPIC_PREFIX ?? '';

export const SETTINGS = {
  port: Number(required('PORT')),
  databaseUrl: required('DATABASE_URL'),
  brokers: required('KAFKA_BROKERS').split(','),
  /** The name of a topic, or of a group, of this installation. */
  named: (name: string) => `${prefix}${name}`,
  /** Of a customer who has chosen nothing. */
  defaultChannels: CHANNELS.filter((channel) => wanted.includes(channel)),
  brand: required('BRAND_NAME'),
  postalAddress: required('POSTAL_ADDRESS'),
} as const;

export const sendgridSettings = () => ({
  apiKey: required('SENDGRID_API_KEY'),
  baseUrl: required('SENDGRID_BASE_URL'),
  from: { email: required('SENDGRID_FROM_EMAIL'), name: required('SENDGRID_FROM_NAME') },
});

export const twilioSettings = () => ({
  accountSid: required('TWILIO_ACCOUNT_SID'),
  authToken: required('TWILIO_AUTH_TOKEN'),
  baseUrl: required('TWILIO_BASE_URL'),
  from: required('TWILIO_FROM_NUMBER'),
});
