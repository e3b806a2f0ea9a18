/** The OpenAPI document of the API, and the types that its TypeScript client is checked against. */
import { NestFactory } from '@nestjs/core';
import type { OpenAPIObject } from '@nestjs/swagger';
import openapiTS, { type OpenAPI3, astToString } from 'openapi-typescript';
import { openApiDocument } from '../../apps/preferences-api/src/docs/openapi-document.js';
import { preferencesApiApp } from '../../apps/preferences-api/src/preferences-api.app.js';
import { developmentSettings } from '../../infra/development-settings.js';

const HEADER = '/* eslint-disable -- Generated from specs/openapi.json by npm run generate. */\n';

/** Made from the app as it is, never started: nothing listens, and nothing is connected to. */
export async function apiDocument(): Promise<OpenAPIObject> {
  const settings = preferencesApiApp.loadSettings({
    ...developmentSettings(),
    DATABASE_URL: 'postgres://nobody@localhost/nothing',
    KAFKA_BROKERS: 'localhost:9092',
    LOG_LEVEL: 'silent',
  });
  const app = await NestFactory.create(preferencesApiApp.createModule(settings), {
    logger: false,
    abortOnError: false,
  });
  return openApiDocument(app);
}

export async function apiTypes(document: OpenAPIObject): Promise<string> {
  return HEADER + astToString(await openapiTS(document as OpenAPI3, { defaultNonNullable: false }));
}
