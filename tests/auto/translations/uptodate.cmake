# SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
# SPDX-License-Identifier: MIT

# Whether the catalogue has every message of the sources, and no other.

set(copy ${WORK_DIR}/uptodate.ts)
file(COPY_FILE ${CATALOGUE} ${copy})
execute_process(COMMAND ${LUPDATE} ${SOURCES} -silent -locations none -no-obsolete -ts ${copy} RESULT_VARIABLE result)
file(READ ${CATALOGUE} before)
file(READ ${copy} after)
if(result OR NOT before STREQUAL after OR before MATCHES "unfinished")
    message(FATAL_ERROR "${CATALOGUE} is not what the sources say. Update it, and translate what is new:\n"
        "    ${LUPDATE} ${SOURCES} -locations none -no-obsolete -ts ${CATALOGUE}")
endif()
