import { InitialSchema1763800000000 } from './1763800000000-initial-schema.js';
import { ProviderEvidence1763900000000 } from './1763900000000-provider-evidence.js';
import { RequestsAndReplays1764000000000 } from './1764000000000-requests-and-replays.js';

/** In the order in which they are applied. */
export const MIGRATIONS = [InitialSchema1763800000000, ProviderEvidence1763900000000, RequestsAndReplays1764000000000];
