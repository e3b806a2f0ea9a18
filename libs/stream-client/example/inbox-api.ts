/** Implements F8. The inbox over HTTP. */
import type { StreamNotification } from '../src/index.js';

export interface InboxItem extends StreamNotification {
  /** RFC 3339, UTC; null: unread. */
  readonly readAt: string | null;
}

export interface InboxPage {
  /** Newest first. */
  readonly items: readonly InboxItem[];
  /** For the page after this one; null: this is the last. */
  readonly nextCursor: string | null;
  /** Of the whole inbox. */
  readonly unreadCount: number;
}

export interface InboxApiOptions {
  /** Where the API answers. */
  readonly url: string;
  /** @param renew the last one was refused */
  readonly token: (renew: boolean) => Promise<string>;
}

export class InboxApi {
  constructor(private readonly options: InboxApiOptions) {}

  async list(limit: number, cursor: string | null = null): Promise<InboxPage> {
    const query = new URLSearchParams({ limit: String(limit), ...(cursor === null ? {} : { cursor }) });
    return (await (await this.call('GET', `?${query.toString()}`)).json()) as InboxPage;
  }

  async archive(id: string): Promise<void> {
    await this.call('POST', `/${id}/archive`);
  }

  async readAll(): Promise<void> {
    await this.call('POST', '/read-all');
  }

  /** @throws Error where the API does not do it */
  private async call(method: string, path: string): Promise<Response> {
    let answer = await this.send(method, path, false);
    if (answer.status === 401) answer = await this.send(method, path, true);
    if (!answer.ok) throw new Error(`The inbox answered ${String(answer.status)}`);
    return answer;
  }

  private async send(method: string, path: string, renew: boolean): Promise<Response> {
    const { url, token } = this.options;
    const headers = { authorization: `Bearer ${await token(renew)}` };
    return fetch(`${url}/api/v2/notifications/inbox${path}`, { method, headers });
  }
}
