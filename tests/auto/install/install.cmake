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
    set(output "${output}" PARENT_SCOPE)
endfunction()

if(SANITIZE)
    set(flags -DCMAKE_CXX_FLAGS=-fsanitize=${SANITIZE})
endif()
run(${CMAKE_COMMAND} --install ${BUILD_DIR} --prefix ${prefix})
run(${CMAKE_COMMAND} -S ${project} -B ${project}/build -G Ninja
    -DCMAKE_PREFIX_PATH=${prefix} -DCMAKE_CXX_COMPILER=${CXX} ${flags})
run(${CMAKE_COMMAND} --build ${project}/build)
set(installed ${CMAKE_COMMAND} -E env --unset=QT_PLUGIN_PATH --unset=QML_IMPORT_PATH QT_QPA_PLATFORM=offscreen)
run(${installed} ${project}/build/consumer ${project}/build/links.dust)
# What one program wrote the other reads.
run(${installed} ${prefix}/bin/dust --url file://${project}/build/links.dust --store local/links get links/qt/title)
if(NOT output MATCHES "Qt")
    message(FATAL_ERROR "the installed dust does not read what the project wrote:\n${output}")
endif()
run(${installed} ${CMAKE_COMMAND} -E env DUST_URL=file://${project}/build/links.dust DUST_STORE=local/links
    ${prefix}/bin/dust inspect --screenshot ${project}/build/links.png)
if(EXISTS ${project}/build/consumertest)
    run(${project}/build/consumertest)
    run(${prefix}/bin/dustd --version)
endif()
