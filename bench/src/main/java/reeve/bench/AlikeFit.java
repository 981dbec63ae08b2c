package reeve.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.StringJoiner;
import reeve.signals.likeness.Alike;
import reeve.signals.likeness.LikenessIndex;
import reeve.signals.likeness.Query;
import reeve.signals.likeness.Sureness;

/**
 * Finds the weights of {@link Sureness} on simulated towns: a logistic regression with a penalty,
 * by Newton's method.
 */
final class AlikeFit {
  private static final int DRAWS = 36;

  /**
   * So many times as often people are asked about who are of no group, as those in cases mostly
   * are.
   */
  private static final int HARMLESS = 4;

  private static final int GROUP_MOST = 10;

  private static final Set<String> OF_NO_GROUP =
      Set.of("ordinary", "relative", "journalist", "researcher", "counter_speaker");
  private static final double PENALTY = 2;
  private static final int STEPS = 25;

  private final List<double[]> readings = new ArrayList<>();
  private final List<Boolean> right = new ArrayList<>();

  /** Adds what is given for groups of many sizes of a town, and for people who are of none. */
  void add(AlikeTown town, LikenessIndex index, long seed) throws IOException {
    Random random = new Random(seed);
    List<String> crimson = town.of(AlikeTown.CRIMSON);
    List<String> harmless = town.of(OF_NO_GROUP);
    for (int draw = 0; draw < DRAWS; draw++) {
      add(index, drawn(crimson, size(draw, crimson.size() / 2, random), random), crimson);
      for (int i = 0; i < HARMLESS; i++) {
        add(index, drawn(harmless, size(draw, GROUP_MOST, random), random), List.of());
      }
    }
  }

  private static int size(int draw, int most, Random random) {
    return switch (draw % 3) {
      case 0 -> 1;
      case 1 -> 3;
      default -> 1 + random.nextInt(most);
    };
  }

  private static List<String> drawn(List<String> from, int size, Random random) {
    List<String> shuffled = new ArrayList<>(from);
    Collections.shuffle(shuffled, random);
    return shuffled.subList(0, size);
  }

  private void add(LikenessIndex index, List<String> seeds, Collection<String> wanted)
      throws IOException {
    Set<String> those = Set.copyOf(wanted);
    for (Alike each : index.find(new Query(seeds, List.of(), Query.MOST, true))) {
      if (each.direct()) {
        readings.add(Sureness.readings(each.bond(), seeds.size()));
        right.add(those.contains(each.account()));
      }
    }
  }

  private double[] fit() {
    int size = readings.getFirst().length;
    double[] weights = new double[size];
    for (int step = 0; step < STEPS; step++) {
      double[] slope = new double[size];
      double[][] bend = new double[size][size];
      for (int i = 0; i < size; i++) {
        slope[i] = i == 0 ? 0 : -PENALTY * weights[i];
        bend[i][i] = i == 0 ? 1e-9 : PENALTY;
      }
      for (int row = 0; row < readings.size(); row++) {
        double[] x = readings.get(row);
        double sum = 0;
        for (int i = 0; i < size; i++) {
          sum += weights[i] * x[i];
        }
        double p = 1 / (1 + Math.exp(-sum));
        double off = (right.get(row) ? 1 : 0) - p;
        double flat = Math.max(1e-9, p * (1 - p));
        for (int i = 0; i < size; i++) {
          slope[i] += off * x[i];
          for (int j = 0; j < size && x[i] != 0; j++) {
            bend[i][j] += flat * x[i] * x[j];
          }
        }
      }
      double[] move = solve(bend, slope);
      for (int i = 0; i < size; i++) {
        weights[i] += move[i];
      }
    }
    return weights;
  }

  /** Gauss's elimination with pivots. */
  private static double[] solve(double[][] matrix, double[] right) {
    int size = right.length;
    for (int column = 0; column < size; column++) {
      int pivot = column;
      for (int row = column + 1; row < size; row++) {
        pivot = Math.abs(matrix[row][column]) > Math.abs(matrix[pivot][column]) ? row : pivot;
      }
      double[] swap = matrix[column];
      matrix[column] = matrix[pivot];
      matrix[pivot] = swap;
      double other = right[column];
      right[column] = right[pivot];
      right[pivot] = other;
      for (int row = 0; row < size; row++) {
        if (row != column && matrix[row][column] != 0) {
          double factor = matrix[row][column] / matrix[column][column];
          for (int i = column; i < size; i++) {
            matrix[row][i] -= factor * matrix[column][i];
          }
          right[row] -= factor * right[column];
        }
      }
    }
    for (int i = 0; i < size; i++) {
      right[i] /= matrix[i][i];
    }
    return right;
  }

  /** The weights, as they stand in {@link Sureness}. */
  String told() {
    StringJoiner told = new StringJoiner(", ");
    Arrays.stream(fit()).forEach(weight -> told.add("%.2f".formatted(weight)));
    return told.toString();
  }
}
