import type { OpenAPIObject } from '@nestjs/swagger';

/** The OpenAPI document, once the app is complete enough to be described. */
export class PublishedDocument {
  private text = '';

  publish(document: OpenAPIObject): void {
    this.text = JSON.stringify(document);
  }

  /** JSON. */
  read(): string {
    if (this.text === '') throw new TypeError('The document is published before the app listens');
    return this.text;
  }
}
