package org.chemxor.models.trained;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;
import org.chemxor.core.Shape;
import org.chemxor.core.Tensor;
import org.chemxor.models.json.JsonFields;

/**
 * A network's graph as JSON and its weights as named tensors: {@code NODE.weight} and {@code
 * NODE.bias}.
 */
public final class NetworkJson {
  private static final int MAX_LAYERS = 10_000;
  private static final int MAX_COEFFICIENTS = 1000;
  private static final int MAX_SIDE = 1 << 20;

  private NetworkJson() {}

  /** Puts {@code name}, {@code input} and {@code layers} into {@code target}. */
  static void write(Network network, ObjectNode target) {
    Shape input = network.inputShape();
    target.put("name", network.name());
    target.putArray("input").add(input.channels()).add(input.height()).add(input.width());
    ArrayNode layers = target.putArray("layers");
    for (Network.Node node : network.nodes()) {
      ObjectNode fields = layers.addObject().put("name", node.name());
      writeLayer(node.layer(), fields);
      ArrayNode inputs = fields.putArray("inputs");
      node.inputs().forEach(i -> inputs.add(valueName(network, i)));
    }
  }

  private static String valueName(Network network, int index) {
    return index == 0 ? "input" : network.nodes().get(index - 1).name();
  }

  private static void writeLayer(Layer layer, ObjectNode fields) {
    if (layer instanceof Layer.Conv2d conv) {
      fields.put("type", "conv2d").put("stride", conv.stride()).put("padding", conv.padding());
    } else if (layer instanceof Layer.Linear) {
      fields.put("type", "linear");
    } else if (layer instanceof Layer.Polynomial polynomial) {
      ArrayNode coefficients = fields.put("type", "polynomial").putArray("coefficients");
      for (double coefficient : polynomial.coefficients().toArray()) {
        coefficients.add(coefficient);
      }
    } else if (layer instanceof Layer.Relu) {
      fields.put("type", "relu");
    } else if (layer instanceof Layer.MaxPool2d pool) {
      pool(fields, "maxpool2d", pool.size(), pool.stride(), pool.padding());
    } else if (layer instanceof Layer.AvgPool2d pool) {
      pool(fields, "avgpool2d", pool.size(), pool.stride(), pool.padding());
    } else if (layer instanceof Layer.Flatten) {
      fields.put("type", "flatten");
    } else if (layer instanceof Layer.Add) {
      fields.put("type", "add");
    }
  }

  private static void pool(ObjectNode fields, String type, int size, int stride, int padding) {
    fields.put("type", type).put("size", size).put("stride", stride).put("padding", padding);
  }

  /** The tensors of {@code network} by name. */
  public static Map<String, Tensor> tensors(Network network) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Network.Node node : network.nodes()) {
      if (node.layer() instanceof Layer.Conv2d conv) {
        tensors.put(node.name() + ".weight", conv.weights());
        tensors.put(node.name() + ".bias", conv.bias());
      } else if (node.layer() instanceof Layer.Linear linear) {
        tensors.put(node.name() + ".weight", linear.weights());
        tensors.put(node.name() + ".bias", linear.bias());
      }
    }
    return tensors;
  }

  /**
   * Builds the network that {@code fields} describe.
   *
   * @throws InvalidInputException when the description and the tensors make no network
   */
  static Network read(JsonFields fields, Map<String, Tensor> tensors) {
    double[] input = fields.numbers("input", 3);
    for (double side : input) {
      if (input.length != 3 || side != Math.rint(side) || side < 1 || side > MAX_SIDE) {
        throw new InvalidInputException(
            fields.where() + ": \"input\" must be three whole numbers: channels, height, width");
      }
    }
    try {
      Shape shape = Shape.image((int) input[0], (int) input[1], (int) input[2]);
      Network.Builder network = Network.builder(fields.text("name"), shape);
      for (JsonFields layer : fields.objects("layers", MAX_LAYERS)) {
        List<String> inputs = layer.texts("inputs", 2);
        network.add(layer.text("name"), readLayer(layer, tensors), inputs.toArray(new String[0]));
      }
      return network.build();
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new InvalidInputException(fields.where() + ": " + e.getMessage(), e);
    }
  }

  private static Layer readLayer(JsonFields layer, Map<String, Tensor> tensors) {
    String type = layer.text("type");
    return switch (type) {
      case "conv2d" ->
          new Layer.Conv2d(
              tensor(layer, tensors, "weight"),
              tensor(layer, tensors, "bias"),
              side(layer, "stride", 1),
              side(layer, "padding", 0));
      case "linear" ->
          new Layer.Linear(tensor(layer, tensors, "weight"), tensor(layer, tensors, "bias"));
      case "polynomial" -> Layer.Polynomial.of(layer.numbers("coefficients", MAX_COEFFICIENTS));
      case "relu" -> new Layer.Relu();
      case "maxpool2d" ->
          new Layer.MaxPool2d(
              side(layer, "size", 1), side(layer, "stride", 1), side(layer, "padding", 0));
      case "avgpool2d" ->
          new Layer.AvgPool2d(
              side(layer, "size", 1), side(layer, "stride", 1), side(layer, "padding", 0));
      case "flatten" -> new Layer.Flatten();
      case "add" -> new Layer.Add();
      default ->
          throw new InvalidInputException(
              layer.where()
                  + " is of type \""
                  + type
                  + "\"; known are conv2d, linear, polynomial, relu, maxpool2d, avgpool2d, flatten"
                  + " and add");
    };
  }

  private static int side(JsonFields layer, String field, int min) {
    return (int) layer.integer(field, min, MAX_SIDE);
  }

  private static Tensor tensor(JsonFields layer, Map<String, Tensor> tensors, String part) {
    String name = layer.text("name") + "." + part;
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new InvalidInputException(
          layer.where() + " needs the tensor " + name + ", which the weights file lacks");
    }
    return tensor;
  }
}
