package reeve.rules.source;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * The values of a test's event: scalars stay as they are written, the schema says what they are.
 */
final class TestValues {
  private TestValues() {}

  static Map<String, Object> of(Fields fields) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (String name : fields.names().keySet()) {
      Node node = fields.node(name);
      if (node != null) {
        values.put(name, value(fields, node));
      }
    }
    return values;
  }

  private static Object value(Fields fields, Node node) {
    if (node instanceof MappingNode mapping) {
      return of(new Fields(mapping, fields.lines(), fields.issues()));
    }
    if (node instanceof SequenceNode sequence) {
      List<Object> items = new ArrayList<>();
      for (Node item : sequence.getValue()) {
        items.add(value(fields, item));
      }
      return items;
    }
    return ((ScalarNode) node).getValue();
  }
}
