import { type DynamicModule, Module } from '@nestjs/common';
import { AddressHasher, KeyedHash, PreferencePageTokens } from '#privacy';
import { AssetsController } from '../pages/assets.controller.js';
import { PreferencesService } from '../preferences/preferences.service.js';
import { KnownContactsReader } from '../recipients/known-contacts.reader.js';
import { PreferencePageController } from './preference-page.controller.js';
import { PreferencePageService } from './preference-page.service.js';
import { PreferenceViewReader } from './preference-view.reader.js';
import { PAGE_SETTINGS, type PreferencePageSettings } from './preference-page.settings.js';

/** The hosted page. It has a module of its own because its addresses are not below `/api/v2`. */
@Module({})
export class PreferencePageModule {
  static forApp(settings: PreferencePageSettings): DynamicModule {
    return {
      module: PreferencePageModule,
      controllers: [AssetsController, PreferencePageController],
      providers: [
        PreferencesService,
        KnownContactsReader,
        PreferencePageService,
        PreferenceViewReader,
        { provide: AddressHasher, useFactory: () => new AddressHasher(new KeyedHash(settings.lookupKeyring)) },
        { provide: PAGE_SETTINGS, useValue: settings },
        { provide: PreferencePageTokens, useValue: new PreferencePageTokens(settings.tokenKeyring) },
      ],
    };
  }
}
