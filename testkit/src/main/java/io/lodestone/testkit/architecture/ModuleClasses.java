package io.lodestone.testkit.architecture;

import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.LocationProvider;
import java.net.URI;
import java.nio.file.Path;
import java.util.Set;

/** Finds the main classes of the module that a test class belongs to. */
public final class ModuleClasses implements LocationProvider {

  @Override
  public Set<Location> get(Class<?> testClass) {
    Path testClasses =
        Path.of(
            URI.create(testClass.getProtectionDomain().getCodeSource().getLocation().toString()));
    return Set.of(Location.of(testClasses.resolveSibling("classes")));
  }
}
