package io.lodestone.engine.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.testkit.data.Seed;
import io.lodestone.testkit.data.SeedExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SeedExtension.class)
class PersistentMapTest {

  @Test
  void itHoldsWhatASortedMapHoldsAndEachVersionStaysAsItWas(Seed seed) {
    SplittableRandom random = seed.random();
    PersistentMap<Integer, Integer> map = PersistentMap.empty();
    TreeMap<Integer, Integer> reference = new TreeMap<>();
    List<PersistentMap<Integer, Integer>> versions = new ArrayList<>();
    List<List<Integer>> contents = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      int key = random.nextInt(200);
      if (random.nextInt(5) < 3) {
        map = map.with(key, i);
        reference.put(key, i);
      } else {
        map = map.without(key);
        reference.remove(key);
      }
      assertEquals(List.copyOf(reference.values()), map.values());
      assertEquals(Optional.ofNullable(reference.get(key)), map.get(key));
      if (i % 100 == 0) {
        versions.add(map);
        contents.add(map.values());
      }
    }
    for (int i = 0; i < versions.size(); i++) {
      assertEquals(contents.get(i), versions.get(i).values());
    }
  }

  /** 1.44 log2(n) is what the balance promises. */
  @Test
  void itStaysFlatInWhateverOrderKeysComeAndGo(Seed seed) {
    SplittableRandom random = seed.random();
    PersistentMap<Integer, Integer> ascending = PersistentMap.empty();
    PersistentMap<Integer, Integer> descending = PersistentMap.empty();
    PersistentMap<Integer, Integer> scattered = PersistentMap.empty();
    for (int i = 0; i < 50_000; i++) {
      ascending = ascending.with(i, i);
      descending = descending.with(-i, i);
      scattered = scattered.with(random.nextInt(), i);
    }
    assertTrue(ascending.height() <= 23, "height " + ascending.height());
    assertTrue(descending.height() <= 23, "height " + descending.height());
    assertTrue(scattered.height() <= 23, "height " + scattered.height());
    for (int i = 0; i < 49_000; i++) {
      ascending = ascending.without(i);
    }
    assertEquals(1_000, ascending.values().size());
    assertTrue(ascending.height() <= 15, "height " + ascending.height());
  }

  @Test
  void withoutAKeyThatIsNotThereItIsTheSame() {
    PersistentMap<String, String> map = PersistentMap.<String, String>empty().with("a", "b");
    assertSame(map, map.without("c"));
    assertEquals(List.of(), map.without("a").values());
  }
}
