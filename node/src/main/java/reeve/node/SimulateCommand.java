package reeve.node;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;
import reeve.simulation.Simulate;

/** Hands its options on to the simulation, which explains them itself. */
@Command(
    name = "simulate",
    description = "Writes an invented town to a folder; --help lists the options.")
final class SimulateCommand implements Callable<Integer> {
  @Unmatched private List<String> options = new ArrayList<>();

  @Override
  public Integer call() {
    return Simulate.run(options.toArray(String[]::new), System.out, System.err);
  }
}
