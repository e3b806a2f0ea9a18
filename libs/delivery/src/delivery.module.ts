import { type DynamicModule, Module, type Provider, type Type } from '@nestjs/common';
import { AddressHasher, KeyedHash, type Keyring } from '#privacy';
import { AssignmentHandler } from './assignment.handler.js';
import { AssignmentLoader } from './assignment.loader.js';
import { ChannelSender } from './channel-sender.js';
import { ChannelGate } from './channel-gate.js';
import { ChannelGateMetrics } from './channel-gate.metrics.js';
import { CircumstancesReader } from './circumstances.js';
import { Claimer } from './claimer.js';
import { DeliveryMetrics } from './delivery.metrics.js';
import { DeliveryService } from './delivery.service.js';
import { DELIVERY_SETTINGS, type DeliverySettings } from './delivery.settings.js';
import { DuePoll } from './due-poll.js';
import { LookUps } from './look-ups.js';
import type { NudgesController } from './nudges.controller.js';
import { ProviderCalls } from './provider-calls.js';
import { ProviderEraser } from './provider-eraser.js';
import { RetryDelaysAnnouncer } from './retry-delays.announcer.js';
import { ProviderHealth } from './provider-health.js';
import { ProviderWatch } from './provider-watch.js';
import { SettlementWriter } from './settlement.writer.js';
import { Settler } from './settler.js';
import { Slots } from './slots.js';

export interface DeliveryModuleOptions {
  readonly settings: DeliverySettings;
  /** `LOOKUP_KEYRING`: by which consent and suppression know an address. */
  readonly lookupKeyring: Keyring;
  readonly sender: Type<ChannelSender>;
  /** What the sender needs injected. */
  readonly senderDependencies: readonly Provider[];
  /** Provider calls in flight at once. */
  readonly capacity: number;
  readonly nudges: Type<NudgesController>;
}

/** The loop around one channel's sender. */
@Module({})
export class DeliveryModule {
  static forChannel(options: DeliveryModuleOptions): DynamicModule {
    return {
      module: DeliveryModule,
      controllers: [options.nudges],
      providers: [
        { provide: DELIVERY_SETTINGS, useValue: options.settings },
        { provide: AddressHasher, useValue: new AddressHasher(new KeyedHash(options.lookupKeyring)) },
        { provide: Slots, useValue: new Slots(options.capacity) },
        ...options.senderDependencies,
        { provide: ChannelSender, useClass: options.sender },
        AssignmentHandler,
        AssignmentLoader,
        ChannelGate,
        ChannelGateMetrics,
        CircumstancesReader,
        Claimer,
        DeliveryMetrics,
        DeliveryService,
        DuePoll,
        LookUps,
        ProviderCalls,
        ProviderEraser,
        RetryDelaysAnnouncer,
        ProviderHealth,
        ProviderWatch,
        SettlementWriter,
        Settler,
      ],
      exports: [ChannelSender, DeliveryService],
    };
  }
}
