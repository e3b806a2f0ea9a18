import type { PreferenceWording } from './preference-wording.js';

export const EN: PreferenceWording = {
  heading: 'Your order notifications',
  intro: (brand) => `Choose what ${brand} tells you about your orders, and how.`,
  saved: { title: 'Your choices are saved', detail: 'They count from now on.' },
  invalid: {
    title: 'Not saved yet: please check what is marked',
    fields: {
      'quietHours.start': 'Please enter a time such as 22:00.',
      'quietHours.end': 'Please enter a time such as 08:00.',
      timeZone: 'Please choose a time zone from the list.',
      language: 'Please choose a language from the list.',
    },
  },
  conflict: {
    title: 'Not saved yet: your choices were changed elsewhere',
    detail:
      'Since you opened this page, another tab, device or link has changed them. Nothing is lost: below you see those changes together with yours. Please check them and save again.',
    elsewhere: 'Changed elsewhere:',
  },
  global: { name: 'Order notifications', detail: 'Turned off, you hear nothing from us about your orders.' },
  channels: {
    heading: 'How we reach you',
    names: { email: 'Email', sms: 'Text messages', in_app: 'In your account' },
    details: {
      email: (address) => address ?? 'We have no email address of yours yet.',
      sms: (address) => address ?? 'We have no phone number of yours yet.',
      in_app: (_, brand) => `In your inbox at ${brand}`,
    },
    smsConsent: 'By turning texts on you agree to receive order updates by text message.',
    smsTerms: 'How many depends on your orders. Message and data rates may apply. Reply STOP to end, HELP for help.',
    otherNumber: {
      why: (phone) =>
        `Your number has changed. You agreed to texts to another one, so we send none to ${phone} until you agree again.`,
      agree: (phone) => `I agree to receive order updates by text message at ${phone}.`,
    },
  },
  types: {
    heading: 'What we tell you about',
    detail: 'A message is sent only if its way is also turned on above.',
    column: 'Message',
  },
  quietHours: {
    heading: 'Quiet hours',
    name: 'No texts at night',
    start: 'From',
    end: 'Until',
    timeZone: 'Time zone',
    active: 'Texts wait from {start} until {end}, {city} time. Emails and messages in your account do not wait.',
    severalZones:
      'We do not know your time zone, so texts may wait longer than from {start} until {end}: we go by every time zone that your number may belong to. Please choose yours below. Emails and messages in your account do not wait.',
    inactive: 'Texts may arrive at any time of day or night.',
    textsOff: 'Texts are turned off, so there is nothing to hold back.',
  },
  language: { heading: 'Language', name: 'We write to you in' },
  automatic: (now) => (now === null ? 'Automatic' : `Automatic (${now})`),
  save: 'Save changes',
  unsaved: 'You have changes that are not saved.',
  failed: 'This could not be saved. Your choices are still here: please try again in a moment.',
  history: {
    heading: 'History of changes',
    none: 'Nothing has been changed yet.',
    sources: {
      preference_page: 'on this page',
      preferences_api: 'in your account',
      unsubscribe_link: 'by unsubscribe link',
      mail_program: 'by your mail program',
    },
    elsewhere: 'elsewhere',
    on: 'on',
    off: 'off',
    names: {
      globalEnabled: 'Order notifications',
      'quietHours.enabled': 'Quiet hours',
      'quietHours.start': 'Start of quiet hours',
      'quietHours.end': 'End of quiet hours',
      timeZone: 'Time zone',
      language: 'Language',
    },
  },
  footer: {
    personal: 'This page is yours alone. Whoever has its address can change your choices, so please do not share it.',
    help: 'Any questions?',
  },
};
