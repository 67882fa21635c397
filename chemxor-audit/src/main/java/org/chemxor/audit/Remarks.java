package org.chemxor.audit;

import java.util.ArrayList;
import java.util.List;
import org.chemxor.audit.report.Measured;

/** What readers of a report must keep in mind. */
final class Remarks {
  private static final int MANY = 1000;

  private Remarks() {}

  static List<String> of(Measured ofTheModel, boolean hasStructures) {
    List<String> remarks = new ArrayList<>();
    if (ofTheModel.others() < MANY) {
      remarks.add(
          "There are only "
              + ofTheModel.others()
              + " compounds that the model never saw: for the model itself, rates at 0.1 % false"
              + " positives are those at no false one, and all rates hang on a few compounds. Those"
              + " of models trained the same way are surer.");
    }
    remarks.add(
        "Intervals hold with 95 % for one attack. The strongest of several is a little stronger by"
            + " luck.");
    remarks.add(
        "Reference models learned from half of the compounds, as an attacker's would from others"
            + " like them. An attacker with more or better models may do better.");
    remarks.add(
        "What else travels with a model is not attacked here: which surroundings its images count,"
            + " its domain and its intervals (serve --leave-out).");
    if (!hasStructures) {
      remarks.add(
          "Structures are not known: compounds that are nearly the same were not looked for.");
    }
    return remarks;
  }
}
