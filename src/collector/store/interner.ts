// One object per distinct resource and series, with the key it has in the store. Bounded in number and in text:
// past either resources share one, and a series is refused (the intake counts both).

import { ownText } from "../../shared/ownText";
import { PatternBook } from "../../shared/patterns/patternBook";
import type { Resource, Series } from "../../shared/record";
import { overflowResourceId } from "../pipeline/batch";
import type { Interner } from "../pipeline/intake";
import type { ResourceKey, SeriesKey } from "./recordStore";

export interface InternerLimits {
  /** A developer's machine has tens of resources; thousands mean an id that changes with each request. */
  readonly resources: number;
  /** Each costs about 1 KiB here and a line in a panel. */
  readonly series: number;
  /**
   * Of the texts of all resources, and of all series: kept here twice, and of resources once more where questions
   * are answered. A resource of an SDK has 300 to 1,500, a series 100 to 500.
   */
  readonly characters: number;
}
export const defaultInternerLimits: InternerLimits = {
  resources: 10_000,
  series: 10_000,
  characters: 8 * 1024 * 1024,
};

export class StoreInterner implements Interner {
  /** Of log messages; numbered like the others. */
  readonly patterns = new PatternBook();
  private readonly resources = new Map<string, Resource>();
  private readonly seriesByKey = new Map<string, Series>();
  /** Ids that are rows of the store. What is not among them goes along with the first batch that uses it. */
  private storedResources = new Set<number>();
  private storedSeries = new Set<number>();
  private resourceCharacters = 0;
  private seriesCharacters = 0;
  private nextResourceId = 1;
  private nextSeriesId = 1;
  private readonly overflow: Resource;

  constructor(private readonly limits: InternerLimits = defaultInternerLimits) {
    this.overflow = {
      id: overflowResourceId,
      service: "",
      attributes: '{"sidelight.resource.overflow":true}',
      run: "",
    };
  }

  get seriesCount(): number {
    return this.seriesByKey.size;
  }

  resource(key: ResourceKey): Resource {
    const text = resourceText(key);
    const known = this.resources.get(text);
    if (known !== undefined) return known;
    const isFull =
      this.resources.size >= this.limits.resources ||
      this.resourceCharacters + text.length > this.limits.characters;
    if (isFull) return this.overflow;
    const resource: Resource = {
      id: this.nextResourceId++,
      service: ownText(key.service),
      attributes: ownText(key.attributes),
      run: ownText(key.run),
    };
    this.putResource(text, resource);
    return resource;
  }

  series(key: SeriesKey): Series | undefined {
    const text = seriesText(key);
    const known = this.seriesByKey.get(text);
    if (known !== undefined) return known;
    const isFull =
      this.seriesByKey.size >= this.limits.series ||
      this.seriesCharacters + text.length + key.description.length > this.limits.characters;
    if (isFull) return undefined;
    const { type, resource, receiver } = key;
    const series: Series = {
      id: this.nextSeriesId++,
      name: ownText(key.name),
      type,
      unit: ownText(key.unit),
      description: ownText(key.description),
      service: ownText(key.service),
      attributes: ownText(key.attributes),
      resource,
      receiver,
      run: ownText(key.run),
    };
    this.putSeries(text, series);
    return series;
  }

  /** Takes up what the store holds already. */
  load(resources: readonly Resource[], series: readonly Series[]): void {
    for (const resource of resources) {
      this.storedResources.add(resource.id);
      this.nextResourceId = Math.max(this.nextResourceId, resource.id + 1);
      if (resource.id !== this.overflow.id) this.putResource(resourceText(resource), resource);
    }
    for (const one of series) {
      this.storedSeries.add(one.id);
      this.nextSeriesId = Math.max(this.nextSeriesId, one.id + 1);
      this.putSeries(seriesText(one), one);
    }
  }

  isResourceStored(id: number): boolean {
    return this.storedResources.has(id);
  }
  isSeriesStored(id: number): boolean {
    return this.storedSeries.has(id);
  }

  markStored(resources: readonly Resource[], series: readonly Series[]): void {
    for (const { id } of resources) this.storedResources.add(id);
    for (const { id } of series) this.storedSeries.add(id);
  }

  /** Just these are rows of the store. */
  setStored(resourceIds: Set<number>, seriesIds: Set<number>): void {
    this.storedResources = resourceIds;
    this.storedSeries = seriesIds;
  }

  /**
   * Rows of the store that nothing referred to were deleted. Who still holds such an object may use it:
   * it is stored anew with the next record.
   */
  forget(resourceIds: readonly number[], seriesIds: readonly number[]): void {
    for (const id of resourceIds) this.storedResources.delete(id);
    for (const id of seriesIds) this.storedSeries.delete(id);
    const goneResources = new Set(resourceIds);
    for (const [text, { id }] of this.resources) {
      if (!goneResources.has(id)) continue;
      this.resources.delete(text);
      this.resourceCharacters -= text.length;
    }
    const goneSeries = new Set(seriesIds);
    for (const [text, { id, description }] of this.seriesByKey) {
      if (!goneSeries.has(id)) continue;
      this.seriesByKey.delete(text);
      this.seriesCharacters -= text.length + description.length;
    }
  }

  private putResource(text: string, resource: Resource): void {
    this.resources.set(ownText(text), resource);
    this.resourceCharacters += text.length;
  }

  private putSeries(text: string, series: Series): void {
    this.seriesByKey.set(ownText(text), series);
    this.seriesCharacters += text.length + series.description.length;
  }
}

const resourceText = ({ service, attributes, run }: ResourceKey) =>
  `${service}\0${run}\0${attributes}`;

const seriesText = (key: SeriesKey) =>
  `${key.name}\0${key.type}\0${key.unit}\0${key.service}\0${key.resource.id}\0${key.receiver}\0${key.run}\0${key.attributes}`;
