/** Named tensors in files: safetensors, and folders of a JSON file with them. Not exported. */
@NullMarked
package org.chemxor.models.tensors;

import org.jspecify.annotations.NullMarked;
