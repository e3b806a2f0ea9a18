import { type DynamicModule, Module } from '@nestjs/common';
import { DELIVERY_SETTINGS, type DeliverySettings } from '#delivery';
import { AddressHasher, KeyedHash, type Keyring } from '#privacy';
import { DirectoryService } from './directory.service.js';
import { DispatchAnnouncer } from './dispatch.announcer.js';
import { DispatchPreviewer } from './dispatch-preview.js';
import { DispatchMetrics } from './dispatch.metrics.js';
import { DispatchService } from './dispatch.service.js';
import { DispatchWriter } from './dispatch.writer.js';
import { ErasureLedger } from './erasure-ledger.js';
import { ErasureReplay } from './erasure-replay.js';

/** From order events to rows, and from customer events to the directory. */
@Module({})
export class DispatchModule {
  /** @param lookupKeyring of `LOOKUP_KEYRING` */
  static forApp(settings: DeliverySettings, lookupKeyring: Keyring): DynamicModule {
    return {
      module: DispatchModule,
      providers: [
        { provide: DELIVERY_SETTINGS, useValue: settings },
        { provide: AddressHasher, useFactory: () => new AddressHasher(new KeyedHash(lookupKeyring)) },
        DirectoryService,
        DispatchAnnouncer,
        DispatchMetrics,
        DispatchPreviewer,
        DispatchService,
        DispatchWriter,
        ErasureLedger,
        ErasureReplay,
      ],
      exports: [AddressHasher, DirectoryService, DispatchPreviewer, DispatchService, ErasureLedger],
    };
  }
}
