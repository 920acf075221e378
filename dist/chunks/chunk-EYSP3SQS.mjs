import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{styleText}from"node:util";function painter(streams){return(stream,colour,text)=>styleText(colour,text,{stream:streams[stream]})}async function printError({err,paint},message,hint){await err.write(`${paint("err","red","error:")} ${message}
${hintLine(hint,paint)}`)}function hintLine(hint,paint){let sentence=`${hint.charAt(0).toUpperCase()}${hint.slice(1)}${/[.?!]$/.test(hint)?"":"."}`;return`${paint("err","dim","hint:")} ${sentence}
`}var targetVersions={"1.11":{taints:!1},"1.12":{taints:!0}},defaults={machineApiNamespace:"openshift-machine-api",clusterApiNamespace:"openshift-cluster-api",targetCapi:"1.11"};export{painter,printError,hintLine,targetVersions,defaults};
