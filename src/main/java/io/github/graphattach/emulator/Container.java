package io.github.graphattach.emulator;

import java.util.Optional;

/**
 * A mail folder, calendar group or calendar.
 *
 * @param parent the folder around a folder, or the group of a calendar
 */
record Container(String id, String displayName, Optional<String> parent) {

    boolean isIn(String parentId) {
        return parent.filter(parentId::equals).isPresent();
    }
}
