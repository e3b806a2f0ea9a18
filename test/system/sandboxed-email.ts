import type { ChannelSender, DeliverySettings } from '#delivery';
import { type Clock, startApp } from '#runtime';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { EmailLinks } from '../../apps/email-worker/src/email-links.js';
import { EmailSender } from '../../apps/email-worker/src/email.sender.js';
import { loadEmailSettings } from '../../apps/email-worker/src/email.settings.js';
import { SendgridClient } from '../../apps/email-worker/src/sendgrid.client.js';
import { providerSandbox } from '../../apps/provider-sandbox/src/provider-sandbox.app.js';
import { SandboxClient } from '../../apps/provider-sandbox/src/sandbox.client.js';
import { developmentSettings } from '../../infra/development-settings.js';

/** A sandbox of its own in this process, and email senders over SendGrid's library that lead to it. */
export class SandboxedEmail {
  private readonly clients: SendgridClient[] = [];

  private constructor(
    private readonly app: NestExpressApplication,
    readonly sandbox: SandboxClient,
  ) {}

  static async start(): Promise<SandboxedEmail> {
    const settings = providerSandbox.loadSettings({ ...developmentSettings(), PORT: '0', LOG_LEVEL: 'fatal' });
    const app = await startApp(providerSandbox, settings);
    return new SandboxedEmail(app, new SandboxClient((await app.getUrl()).replace('[::1]', '127.0.0.1')));
  }

  async stop(): Promise<void> {
    for (const client of this.clients) await client.close();
    await this.app.close();
  }

  /** @param env environment variables that differ from development's */
  sender(delivery: DeliverySettings, clock: Clock, env: Record<string, string> = {}): ChannelSender {
    const settings = loadEmailSettings({
      ...developmentSettings(),
      DATABASE_URL: 'postgres://nobody@127.0.0.1/nothing',
      KAFKA_BROKERS: '127.0.0.1:1',
      APP_URL: 'https://shop.test',
      SENDGRID_BASE_URL: this.sandbox.baseUrl,
      ...env,
    });
    const client = new SendgridClient(settings.sendgrid);
    this.clients.push(client);
    const links = new EmailLinks(settings.keyrings.token, settings.process.appUrl, clock);
    return new EmailSender(client, links, settings, delivery);
  }
}
