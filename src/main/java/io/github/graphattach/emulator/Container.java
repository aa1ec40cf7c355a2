package io.github.graphattach.emulator;

import java.util.Optional;

/**
 * A mail folder, calendar group or calendar.
 *
 * @param parent the folder around a folder, or the group of a calendar
 * @param isHidden whether lists leave a folder out unless they are asked for all
 */
record Container(String id, String displayName, Optional<String> parent, boolean isHidden) {

    Container(String id, String displayName, Optional<String> parent) {
        this(id, displayName, parent, false);
    }

    boolean isIn(String parentId) {
        return parent.filter(parentId::equals).isPresent();
    }
}
