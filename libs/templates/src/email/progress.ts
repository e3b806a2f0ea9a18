/** Implements F2. Where an order stands on its way, as a row of steps. */
import type { Language } from '#contracts';

const STEPS = ['confirmed', 'shipped', 'out_for_delivery', 'delivered'] as const;

export type Step = (typeof STEPS)[number];

/** In es and fr they agree with pedido and commande. */
const STEP_NAMES = {
  en: { confirmed: 'Confirmed', shipped: 'On its way', out_for_delivery: 'Out for delivery', delivered: 'Delivered' },
  es: { confirmed: 'Confirmado', shipped: 'En camino', out_for_delivery: 'En reparto', delivered: 'Entregado' },
  fr: { confirmed: 'Confirmée', shipped: 'En route', out_for_delivery: 'En livraison', delivered: 'Livrée' },
} as const satisfies Record<Language, Record<Step, string>>;

export interface ProgressStep {
  readonly name: string;
  readonly reached: boolean;
  readonly current: boolean;
}

/** @returns every step; none where `current` is null */
export function progress(language: Language, current: Step | null): readonly ProgressStep[] {
  if (current === null) return [];
  return STEPS.map((step, index) => ({
    name: STEP_NAMES[language][step],
    reached: index <= STEPS.indexOf(current),
    current: step === current,
  }));
}
