/** Implements F5. A series of steps without a gap. Pure. */
import type { Analytics } from '#contracts';
import type { StepFigure, StepMeasure } from '#database';
import { type Span, latencyOf, stepsOf } from '#notifications';
import { outcomesOf } from './outcomes.js';

type Step = Analytics['series'][number];

/** @param span of whole steps */
export function seriesOf(figures: readonly StepFigure[], span: Span, stepMs: number): Step[] {
  const byStep = new Map<number, StepFigure[]>();
  for (const figure of figures) {
    const step = byStep.get(figure.at);
    if (step === undefined) byStep.set(figure.at, [figure]);
    else step.push(figure);
  }
  return stepsOf(span, stepMs).map((at) => stepOf(at, byStep.get(at) ?? []));
}

function stepOf(at: number, figures: readonly StepFigure[]): Step {
  const of = (measure: StepMeasure) => figures.filter((figure) => figure.measure === measure);
  const sum = (measure: StepMeasure) => of(measure).reduce((total, { net }) => total + net, 0);
  return {
    at: new Date(at).toISOString(),
    ...outcomesOf(of('outcome')),
    retried: sum('retried'),
    acceptance: latencyOf(new Map(of('acceptance').map(({ label, net }) => [label, net]))),
    preferenceChanges: sum('preference'),
  };
}
