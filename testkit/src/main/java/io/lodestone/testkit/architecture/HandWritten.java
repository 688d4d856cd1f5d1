package io.lodestone.testkit.architecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;

/** Leaves out tests and what the benchmark harness generates: the rules are about main sources. */
public final class HandWritten implements ImportOption {

  @Override
  public boolean includes(Location location) {
    return !location.contains("/test-classes/") && !location.contains("/jmh_generated/");
  }
}
