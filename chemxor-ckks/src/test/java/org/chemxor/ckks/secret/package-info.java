@NullMarked
package org.chemxor.ckks.secret;

import org.jspecify.annotations.NullMarked;
