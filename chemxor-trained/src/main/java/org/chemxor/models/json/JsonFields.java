package org.chemxor.models.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.chemxor.core.InvalidInputException;

/**
 * The fields of a JSON object that came from outside. Every getter throws {@link
 * InvalidInputException} with the field's place when it is missing, of another type or out of
 * range.
 */
public final class JsonFields {
  private final String where;
  private final JsonNode object;

  /**
   * @param where the object's place, such as "model.json, layer 3"
   */
  public JsonFields(String where, JsonNode object) {
    this.where = where;
    this.object = object;
    if (!object.isObject()) {
      throw new InvalidInputException(where + " must be a JSON object");
    }
  }

  private InvalidInputException wrong(String field, String expected) {
    JsonNode value = object.get(field);
    String shown = value == null ? "missing" : abbreviate(value.toString());
    return new InvalidInputException(
        where + ": \"" + field + "\" is " + shown + "; it must be " + expected);
  }

  private static String abbreviate(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "...";
  }

  public String text(String field) {
    JsonNode value = object.get(field);
    if (value == null || !value.isTextual()) {
      throw wrong(field, "a string");
    }
    return value.textValue();
  }

  public long integer(String field, long min, long max) {
    JsonNode value = object.get(field);
    if (value == null
        || !value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.longValue() < min
        || value.longValue() > max) {
      throw wrong(field, "a whole number from " + min + " to " + max);
    }
    return value.longValue();
  }

  public int size(String field, int min) {
    return (int) integer(field, min, Integer.MAX_VALUE);
  }

  public double number(String field) {
    JsonNode value = object.get(field);
    if (value == null || !value.isNumber() || !Double.isFinite(value.doubleValue())) {
      throw wrong(field, "a finite number");
    }
    return value.doubleValue();
  }

  public double[] numbers(String field, int maxCount) {
    JsonNode value = object.get(field);
    if (!(value instanceof ArrayNode array) || array.isEmpty() || array.size() > maxCount) {
      throw wrong(field, "a list of 1 to " + maxCount + " numbers");
    }
    double[] numbers = new double[array.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = array.get(i).doubleValue();
      if (!array.get(i).isNumber() || !Double.isFinite(numbers[i])) {
        throw wrong(field, "a list of finite numbers");
      }
    }
    return numbers;
  }

  public List<String> texts(String field, int maxCount) {
    JsonNode value = object.get(field);
    if (!(value instanceof ArrayNode array) || array.size() > maxCount) {
      throw wrong(field, "a list of at most " + maxCount + " strings");
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode item : array) {
      if (!item.isTextual()) {
        throw wrong(field, "a list of strings");
      }
      texts.add(item.textValue());
    }
    return texts;
  }

  /** The objects of a list, each with its place. */
  public List<JsonFields> objects(String field, int maxCount) {
    JsonNode value = object.get(field);
    if (!(value instanceof ArrayNode array) || array.size() > maxCount) {
      throw wrong(field, "a list of at most " + maxCount + " objects");
    }
    List<JsonFields> objects = new ArrayList<>();
    for (JsonNode item : array) {
      objects.add(new JsonFields(where + ", " + field + "[" + objects.size() + "]", item));
    }
    return objects;
  }

  public JsonFields object(String field) {
    JsonNode value = object.get(field);
    if (value == null || !value.isObject()) {
      throw wrong(field, "an object");
    }
    return new JsonFields(where + ", " + field, value);
  }

  public boolean has(String field) {
    return object.hasNonNull(field);
  }

  public List<String> names() {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  public ObjectNode node() {
    return (ObjectNode) object;
  }

  public String where() {
    return where;
  }
}
