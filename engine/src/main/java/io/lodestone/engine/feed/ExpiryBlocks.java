package io.lodestone.engine.feed;

import io.lodestone.engine.feed.ExpiredPoints.Place;
import io.lodestone.engine.feed.ExpiredPoints.Skipped;
import io.lodestone.model.PointBatch;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The points of expiries in blocks that all shards share: block {@code n} holds those of
 * sub-ordinals {@code n * }{@value #POINTS}{@code + 1} and following. Read in order, each block is
 * made once, behind the last point of the one before; any other is found through a sparse index.
 * Safe for several threads.
 */
final class ExpiryBlocks {
  /** Points of a block; only the last one of an expiry holds fewer. */
  static final int POINTS = 4_096;

  /** Expiries whose index is kept. */
  private static final int INDEXES_MAX = 64;

  private record Key(long stream, long sequence) {}

  private final ExpiredPoints points;
  private final BlockCache cache;

  private final Map<Key, ExpiryIndex> indexes =
      new LinkedHashMap<>(INDEXES_MAX, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, ExpiryIndex> eldest) {
          return size() > INDEXES_MAX;
        }
      };

  ExpiryBlocks(ExpiredPoints points, BlockCache cache) {
    this.points = points;
    this.cache = cache;
  }

  /**
   * A block of an expiry; one without points lies behind the last.
   *
   * @return empty when the points are not held any more
   */
  Optional<ChangeBlock> get(FeedStream stream, FeedExpiry expiry, long block) {
    BlockCache.Key key = new BlockCache.OfExpiry(stream.id(), expiry.sequence(), block);
    ChangeBlock known = cache.get(key);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Start> start = start(stream, expiry, block);
    if (start.isEmpty()) {
      return Optional.empty();
    }
    if (start.get().isBeyond()) {
      return Optional.of(ChangeBlock.EMPTY);
    }
    Optional<ChangeBlock> read = points.read(stream, expiry, start.get().after(), POINTS);
    read.ifPresent(
        found -> {
          cache.put(key, found);
          if (found.size() == POINTS) {
            learn(stream, expiry, block + 1, last(found));
          }
        });
    return read;
  }

  /**
   * Where a block begins.
   *
   * @param after its first point follows this one; null for the beginning
   * @param isBeyond whether there are not so many points
   */
  private record Start(Place after, boolean isBeyond) {}

  private Optional<Start> start(FeedStream stream, FeedExpiry expiry, long block) {
    if (block == 0) {
      return Optional.of(new Start(null, false));
    }
    ChangeBlock before =
        cache.get(new BlockCache.OfExpiry(stream.id(), expiry.sequence(), block - 1));
    if (before != null) {
      return Optional.of(
          before.size() < POINTS ? new Start(null, true) : new Start(last(before), false));
    }
    long at = 0;
    Place place = null;
    Map.Entry<Long, Place> known = upTo(stream, expiry, block);
    if (known != null) {
      at = known.getKey();
      place = known.getValue();
    }
    while (at < block) {
      Optional<Skipped> skipped = points.skip(stream, expiry, place, POINTS);
      if (skipped.isEmpty()) {
        return Optional.empty();
      }
      if (skipped.get().count() < POINTS) {
        return Optional.of(new Start(null, true));
      }
      place = skipped.get().last();
      learn(stream, expiry, ++at, place);
    }
    return Optional.of(new Start(place, false));
  }

  private Map.Entry<Long, Place> upTo(FeedStream stream, FeedExpiry expiry, long block) {
    synchronized (indexes) {
      return index(stream, expiry).upTo(block);
    }
  }

  private void learn(FeedStream stream, FeedExpiry expiry, long block, Place before) {
    synchronized (indexes) {
      index(stream, expiry).learn(block, before);
    }
  }

  private ExpiryIndex index(FeedStream stream, FeedExpiry expiry) {
    return indexes.computeIfAbsent(new Key(stream.id(), expiry.sequence()), _ -> new ExpiryIndex());
  }

  private static Place last(ChangeBlock block) {
    PointBatch batch = block.points();
    int row = block.size() - 1;
    int series = batch.series()[row];
    return new Place(
        Arrays.copyOfRange(batch.keyBytes(), batch.keyStart(series), batch.keyEnd(series)),
        batch.times()[row]);
  }
}
