export type { Brand, EmailLinks, MessageContext, RenderContext } from './content/render-context.js';
export { TemplateError } from './content/template.error.js';
export { SafeHtml, html } from './email/html.js';
export { type RenderedEmail, renderEmail } from './email/render-email.js';
export { foldToGsm7 } from './sms/gsm7-folding.js';
export { smsSize } from './sms/sms-size.js';
export { type RenderedSms, type SmsOptions, renderSms } from './sms/render-sms.js';
export { IN_APP_ICONS, type InAppIcon } from './in-app/icons.js';
export { type RenderedInApp, type InAppData, renderInApp } from './in-app/render-in-app.js';
