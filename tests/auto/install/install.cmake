# SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
# SPDX-License-Identifier: MIT

# What a user does: cmake --install, then find_package(DustEcto) in a project that knows nothing of this tree.

set(prefix ${WORK_DIR}/prefix)
set(project ${WORK_DIR}/project)
file(REMOVE_RECURSE ${prefix} ${project})
file(COPY ${CONSUMER_DIR}/ DESTINATION ${project})

function(run)
    execute_process(COMMAND ${ARGV} RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
    if(NOT result EQUAL 0)
        string(JOIN " " command ${ARGV})
        message(FATAL_ERROR "failed (${result}): ${command}\n${output}")
    endif()
endfunction()

if(SANITIZE)
    set(flags -DCMAKE_CXX_FLAGS=-fsanitize=${SANITIZE})
endif()
run(${CMAKE_COMMAND} --install ${BUILD_DIR} --prefix ${prefix})
run(${CMAKE_COMMAND} -S ${project} -B ${project}/build -G Ninja
    -DCMAKE_PREFIX_PATH=${prefix} -DCMAKE_CXX_COMPILER=${CXX} ${flags})
run(${CMAKE_COMMAND} --build ${project}/build)
run(${CMAKE_COMMAND} -E env --unset=QT_PLUGIN_PATH --unset=QML_IMPORT_PATH QT_QPA_PLATFORM=offscreen
    ${project}/build/consumer ${project}/build/links.dust)
if(EXISTS ${project}/build/consumertest)
    run(${project}/build/consumertest)
    run(${prefix}/bin/dustd --version)
endif()
