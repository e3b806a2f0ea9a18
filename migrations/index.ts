import { InitialSchema1763800000000 } from './1763800000000-initial-schema.js';
import { ProviderEvidence1763900000000 } from './1763900000000-provider-evidence.js';
import { RequestsAndReplays1764000000000 } from './1764000000000-requests-and-replays.js';
import { ShipmentProgress1764110000000 } from './1764110000000-shipment-progress.js';
import { ProviderFlow1764120000000 } from './1764120000000-provider-flow.js';
import { UnconfirmedAttempts1764140000000 } from './1764140000000-unconfirmed-attempts.js';
import { PreferenceChanges1764210000000 } from './1764210000000-preference-changes.js';
import { SuppressionLedger1764220000000 } from './1764220000000-suppression-ledger.js';
import { ErasureAndRetention1764230000000 } from './1764230000000-erasure-and-retention.js';
import { TextedNumbers1764310000000 } from './1764310000000-texted-numbers.js';
import { Upkeep1764310100000 } from './1764310100000-upkeep.js';
import { ToldSequence1764410000000 } from './1764410000000-told-sequence.js';
import { WorkIndexes1764500000000 } from './1764500000000-work-indexes.js';
import { ConsentWording1764510000000 } from './1764510000000-consent-wording.js';
import { Figures1764600000000 } from './1764600000000-figures.js';
import { InboxPositions1764700000000 } from './1764700000000-inbox-positions.js';
import { TraceContext1764820000000 } from './1764820000000-trace-context.js';

/** In the order in which they are applied. */
export const MIGRATIONS = [
  InitialSchema1763800000000,
  ProviderEvidence1763900000000,
  RequestsAndReplays1764000000000,
  ShipmentProgress1764110000000,
  ProviderFlow1764120000000,
  UnconfirmedAttempts1764140000000,
  PreferenceChanges1764210000000,
  SuppressionLedger1764220000000,
  ErasureAndRetention1764230000000,
  TextedNumbers1764310000000,
  Upkeep1764310100000,
  ToldSequence1764410000000,
  WorkIndexes1764500000000,
  ConsentWording1764510000000,
  Figures1764600000000,
  InboxPositions1764700000000,
  TraceContext1764820000000,
];
