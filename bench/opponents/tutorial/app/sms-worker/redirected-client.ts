import twilio from 'twilio';

type Request = Parameters<twilio.RequestClient['request']>[0];

/** Twilio's own HTTP client, which knows no other address than Twilio's. */
export class RedirectedClient extends twilio.RequestClient {
  constructor(private readonly baseUrl: string) {
    super();
  }

  override request<Data>(request: Request) {
    const { pathname, search } = new URL(request.uri);
    return super.request<Data>({ ...request, uri: `${this.baseUrl}${pathname}${search}` } as never);
  }
}
