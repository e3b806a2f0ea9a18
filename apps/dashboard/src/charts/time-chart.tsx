/** Implements F5. One chart over time: drawn once, then given new numbers in place. */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import { dayOf, timeOfDay } from '../format/times.js';
import { useStore } from '../store.js';
import { colour, palette } from '../theme/theme.js';

export interface Series {
  readonly name: string;
  /** A colour of tokens.css. */
  readonly colour: string;
  /** Lines that lie close are told apart by it. */
  readonly dash?: readonly number[];
  /** Among bars: a line in steps above them, for what they do not add up to. */
  readonly line?: boolean;
  readonly values: readonly (number | null)[];
}

interface TimeChartProps {
  readonly title: string;
  /** Starts of the steps, in ms. */
  readonly times: readonly number[];
  readonly from: number;
  readonly to: number;
  /** Bars lie on each other, the first at the bottom. */
  readonly kind: 'bars' | 'lines';
  readonly series: readonly Series[];
  readonly format: (value: number) => string;
  /** For values that span orders of magnitude. */
  readonly logarithmic?: { readonly least: number; readonly most: number };
  /** A line across at a value. */
  readonly target?: { readonly value: number; readonly name: string };
  readonly height?: number;
  /** Somebody drew a range, in ms. */
  readonly onRange: (from: number, to: number) => void;
}

/** All charts of the page show the same moment. */
const CURSORS = uPlot.sync('moment');

const HEIGHT = 190;
const SHORTEST_DRAG_PX = 6;
/** The type's own name for it exists at compile time alone. */
const LOGARITHMIC = 3 as unknown as uPlot.Scale.Distr;
const AXIS_FONT = '11px system-ui, sans-serif';

export function TimeChart(props: TimeChartProps) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const [cursor, setCursor] = useState<number | null>(null);
  const colours = useStore(palette);
  const shape = [props.kind, props.target?.value, ...props.series.map(({ name }) => name)].join();

  useLayoutEffect(() => {
    const element = host.current;
    if (element === null) return;
    const chart = new uPlot(optionsFor(latest, element.clientWidth, setCursor), dataOf(latest.current), element);
    plot.current = chart;
    const observer = new ResizeObserver(() => {
      chart.setSize({ width: element.clientWidth, height: latest.current.height ?? HEIGHT });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.destroy();
      plot.current = null;
    };
  }, [colours, shape]);

  useEffect(() => plot.current?.setData(dataOf(props)), [props.times, props.series, props.from, props.to]);

  return (
    <>
      <Legend {...props} at={cursor} />
      <div
        ref={host}
        class="chart"
        role="img"
        aria-label={`${props.title}, as a chart. The same figures stand in the table below it.`}
      />
    </>
  );
}

function Legend({ series, kind, times, format, at }: TimeChartProps & { readonly at: number | null }) {
  const time = at === null ? undefined : times[at];
  return (
    <p class="legend">
      {series.map(({ name, colour: token, line, values }) => (
        <span key={name}>
          <i
            class={kind === 'lines' || line === true ? 'line' : ''}
            style={{ background: `var(--${token})` }}
            aria-hidden="true"
          />
          {name}
          {time !== undefined && <b>{written(values[at ?? 0], format)}</b>}
        </span>
      ))}
      <span class="muted at">{time === undefined ? '' : timeOfDay(time)}</span>
    </p>
  );
}

function written(value: number | null | undefined, format: (value: number) => string): string {
  return value === null || value === undefined ? '–' : format(value);
}

/** uPlot counts in seconds. */
function dataOf({ times, series, kind, logarithmic }: TimeChartProps): uPlot.AlignedData {
  const at = times.map((time) => time / 1_000);
  if (kind === 'bars') {
    const { bars, lines } = inDrawingOrder(series);
    const sums = stacked([...bars].reverse(), times.length).reverse();
    return [at, ...sums, ...lines.map(({ values }) => [...values])];
  }
  const least = logarithmic?.least ?? -Infinity;
  return [at, ...series.map(({ values }) => values.map((value) => (value === null ? null : Math.max(value, least))))];
}

/** Bars are drawn from the highest to the lowest, each over the one before, and lines over all of them. */
function inDrawingOrder(series: readonly Series[]) {
  return {
    bars: series.filter(({ line }) => line !== true).reverse(),
    lines: series.filter(({ line }) => line === true),
  };
}

/** Each with all those below it. */
function stacked(series: readonly Series[], length: number): number[][] {
  const sums = new Array<number>(length).fill(0);
  return series.map(({ values }) => {
    values.forEach((value, i) => (sums[i] = (sums[i] ?? 0) + Math.max(0, value ?? 0)));
    return [...sums];
  });
}

function optionsFor(
  latest: { readonly current: TimeChartProps },
  width: number,
  setCursor: (index: number | null) => void,
): uPlot.Options {
  const { kind, series, logarithmic, height = HEIGHT } = latest.current;
  const { bars, lines } = inDrawingOrder(series);
  const drawn = kind === 'bars' ? [...bars, ...lines] : series;
  return {
    width,
    height,
    legend: { show: false },
    padding: [8, 18, 0, 0],
    cursor: {
      sync: { key: CURSORS.key, setSeries: false },
      drag: { x: true, y: false, setScale: false, dist: SHORTEST_DRAG_PX },
      points: { show: kind === 'lines' },
      y: false,
    },
    scales: {
      x: { range: () => [latest.current.from / 1_000, latest.current.to / 1_000] },
      y:
        logarithmic === undefined
          ? { range: (_, __, most) => [0, niceTop(most)] }
          : { distr: LOGARITHMIC, range: (_, __, most) => [logarithmic.least, Math.max(logarithmic.most, most * 1.2)] },
    },
    axes: [timeAxis(), valueAxis(latest)],
    series: [{}, ...drawn.map((each) => seriesOptions(kind, each))],
    hooks: {
      setCursor: [({ cursor }) => setCursor(cursor.idx ?? null)],
      setSelect: [(chart) => select(chart, latest.current)],
      draw: [(chart) => drawTarget(chart, latest.current)],
    },
  };
}

function seriesOptions(kind: TimeChartProps['kind'], { colour: token, dash, line }: Series): uPlot.Series {
  const stroke = colour(token);
  if (line === true) {
    const steps = uPlot.paths.stepped?.({ align: 1 });
    return { stroke, width: 2, points: { show: false }, ...(steps === undefined ? {} : { paths: steps }) };
  }
  if (kind === 'lines') {
    const points = { show: true, size: 5, width: 0, fill: stroke, filter: alone };
    return { stroke, width: 1.75, points, ...(dash === undefined ? {} : { dash: [...dash] }) };
  }
  const bars = uPlot.paths.bars?.({ size: [0.86, 40], align: 1 });
  return { fill: stroke, width: 0, points: { show: false }, ...(bars === undefined ? {} : { paths: bars }) };
}

/** A value between two unknown ones makes no line: it is shown as a dot. */
function alone({ data }: uPlot, index: number): number[] {
  const values = data[index] ?? [];
  const isKnown = (at: number): boolean => typeof values[at] === 'number';
  return [...values.keys()].filter((at) => isKnown(at) && !isKnown(at - 1) && !isKnown(at + 1));
}

function timeAxis(): uPlot.Axis {
  return {
    ...axisColours(),
    space: 64,
    size: 26,
    grid: { show: false },
    values: (_, splits, __, ___, increment) =>
      splits.map((at, i) => {
        const time = at * 1_000;
        const isNewDay = i === 0 ? increment >= 3_600 : dayOf(time) !== dayOf((splits[i - 1] ?? at) * 1_000);
        return isNewDay || increment >= 86_400 ? dayOf(time) : timeOfDay(time);
      }),
  };
}

function valueAxis(latest: { readonly current: TimeChartProps }): uPlot.Axis {
  return {
    ...axisColours(),
    space: 34,
    size: 54,
    // A logarithmic axis leaves some of its lines without a label.
    values: (_, splits: readonly (number | null)[]) =>
      splits.map((value) => (value === null ? '' : latest.current.format(value))),
  };
}

function axisColours(): uPlot.Axis {
  const line = colour('grid');
  return { stroke: colour('muted'), font: AXIS_FONT, grid: { stroke: line, width: 1 }, ticks: { show: false } };
}

function select(chart: uPlot, { onRange }: TimeChartProps): void {
  const { left, width } = chart.select;
  if (width < SHORTEST_DRAG_PX) return;
  chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  onRange(chart.posToVal(left, 'x') * 1_000, chart.posToVal(left + width, 'x') * 1_000);
}

function drawTarget(chart: uPlot, { target }: TimeChartProps): void {
  if (target === undefined) return;
  const { ctx, bbox } = chart;
  const y = Math.round(chart.valToPos(target.value, 'y', true));
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = colour('target');
  ctx.setLineDash([4 * devicePixelRatio, 4 * devicePixelRatio]);
  ctx.lineWidth = devicePixelRatio;
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.font = `${11 * devicePixelRatio}px system-ui, sans-serif`;
  ctx.textAlign = 'right';
  ctx.textBaseline = 'top';
  ctx.fillText(target.name, bbox.left + bbox.width, y + 3 * devicePixelRatio);
  ctx.restore();
}

/** Room above the highest value, and a scale also where there is nothing. */
function niceTop(most: number | null): number {
  return most === null || most <= 0 ? 10 : most * 1.08;
}
