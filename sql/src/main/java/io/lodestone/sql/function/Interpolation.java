package io.lodestone.sql.function;

import java.util.OptionalDouble;
import org.apache.commons.math3.analysis.interpolation.SplineInterpolator;
import org.apache.commons.math3.analysis.polynomials.PolynomialSplineFunction;

/** A way to give a timeseries values between its samples. */
enum Interpolation {
  /** On the straight line between the samples around; none before the first and after the last. */
  LINEAR {
    @Override
    Curve through(Samples samples) {
      return time -> {
        int before = samples.atOrBefore(time);
        if (before < 0) {
          return OptionalDouble.empty();
        }
        double value = samples.values()[before];
        if (samples.times()[before] == time) {
          return OptionalDouble.of(value);
        }
        if (before + 1 == samples.size()) {
          return OptionalDouble.empty();
        }
        double part =
            (double) (time - samples.times()[before])
                / (samples.times()[before + 1] - samples.times()[before]);
        return OptionalDouble.of(value + part * (samples.values()[before + 1] - value));
      };
    }
  },

  /** The last value at or before the time; none before the first sample. */
  LAST_CARRIED_FORWARD {
    @Override
    Curve through(Samples samples) {
      return time -> {
        int before = samples.atOrBefore(time);
        return before < 0 ? OptionalDouble.empty() : OptionalDouble.of(samples.values()[before]);
      };
    }
  },

  /**
   * On the natural cubic spline through all samples, whose second derivative is zero at both ends;
   * none before the first sample and after the last. Two samples are joined by a line.
   */
  CUBIC_SPLINE {
    @Override
    Curve through(Samples samples) {
      if (samples.size() < 3) {
        return LINEAR.through(samples);
      }
      long first = samples.times()[0];
      double[] nanos = new double[samples.size()];
      for (int i = 0; i < nanos.length; i++) {
        // A double holds nanoseconds exactly for a hundred days from the first sample on.
        nanos[i] = samples.times()[i] - first;
      }
      PolynomialSplineFunction spline =
          new SplineInterpolator().interpolate(nanos, samples.values());
      return time -> {
        int before = samples.atOrBefore(time);
        boolean isSample = before >= 0 && samples.times()[before] == time;
        if (isSample) {
          return OptionalDouble.of(samples.values()[before]);
        }
        return before < 0 || before + 1 == samples.size()
            ? OptionalDouble.empty()
            : OptionalDouble.of(spline.value((double) (time - first)));
      };
    }
  };

  /** Values at times; empty where there is none. */
  interface Curve {
    OptionalDouble at(long time);
  }

  abstract Curve through(Samples samples);
}
